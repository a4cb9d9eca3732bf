"""Scripts that train, predict and watch for leaks, and running them in the sandbox."""
