"""The real structure of the database, compared with the one that the migrations make."""
