"""Scales shared by questionnaires: copied into a draft, never changed through the library."""
