"""A questionnaire on paper: an A4 form with a box for each point, as PDF."""

from survei.paper.printed_version import Edition
from survei.paper.printing import paper_form
from survei.paper.sheet import sheet_of

__all__ = ["Edition", "paper_form", "sheet_of"]
