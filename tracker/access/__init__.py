"""Who may come in, and for how long: pure policy, without a database, a web server or a clock of its own."""
