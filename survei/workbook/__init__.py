"""Workbooks that come in, read safely, and workbooks that go out, inert.

What every area needs that takes or gives an XLSX; which sheets and columns mean what, each knows
itself.
"""
