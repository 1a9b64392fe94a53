"""How right the engine is and how fast, beside other methods in the same run. Each benchmark prints a table."""
