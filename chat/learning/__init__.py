"""What messages about models mean: which model, which rows, which values."""
