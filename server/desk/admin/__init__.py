"""What those who keep the installation look after: campaigns, keys, backups, the worker's jobs, the trail as a file."""
