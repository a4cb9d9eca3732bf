"""From a request to a plan of training: the problem, the network, tuning, changes of the table."""
