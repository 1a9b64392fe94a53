"""CSV in and out: text and frames on one side, domain types on the other. No database, no clock."""
