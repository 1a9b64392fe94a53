"""From a review of a patient to one sheet of paper. Reports are made here and handed out by tracker.web."""

from tracker.report.content import Paper, ReportContent
from tracker.report.page import report_pdf, report_png, sheets_pdf
from tracker.report.words import report_words

__all__ = ["Paper", "ReportContent", "report_pdf", "report_png", "report_words", "sheets_pdf"]
