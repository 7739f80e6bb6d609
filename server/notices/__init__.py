"""What is to be told: notices, push subscriptions, the sender and the worker's loop."""
