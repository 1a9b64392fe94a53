"""The catalogues of words by language, and how dates and numbers are written in each."""
