"""Documents of reports: DOCX from templates that clerks edit in Word, XLSX of the tables."""
