"""What a message can come to: commands and their outcomes, welcomes, refusals."""
