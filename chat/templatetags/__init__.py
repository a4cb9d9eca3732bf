"""What the page's templates call."""
