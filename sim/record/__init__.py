"""What a quarter leaves: sums by village and group of households, and payments by village."""
