"""What everything else speaks of: columns, tasks, replies, parameters, operations, errors."""
