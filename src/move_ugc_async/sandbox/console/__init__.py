"""The web console: a page that shows what a sandbox holds and does, and controls it through the admin API."""
