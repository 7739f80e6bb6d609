"""What gunicorn imports, nothing else."""

from server.app import create_app

app = create_app()
