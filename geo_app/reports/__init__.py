"""What goes out of the house: documents that stand on their own."""
