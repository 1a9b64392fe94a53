"""What is told about the product, and the scripts that make its tables and pictures."""
