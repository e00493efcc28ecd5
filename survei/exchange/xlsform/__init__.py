"""XLSForm, the spreadsheet format of ODK and KoboToolbox, both ways.

Out: `exporting`. In: `sheets` (the workbook), `survey_tree` (groups and references), `importing`
(the document), `report` (what could not be carried). `expressions` is the part of XPath that
both directions speak; `relevance` and `constraints` are what it means to us.
"""
