"""The use cases: the only layer that joins store, access, trends and exchange."""
