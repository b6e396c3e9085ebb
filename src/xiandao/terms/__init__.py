"""What words mean: numerals, quantities, periods, places, codes; standard library only."""
