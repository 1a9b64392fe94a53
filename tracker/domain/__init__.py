"""The words of the product as frozen types. Standard library only."""
