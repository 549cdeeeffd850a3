"""What `digest check` looks at: a module for each subject, made of functions that yield faults."""
