"""What runs in the process of a local job. The modules here load torch; nothing outside imports them."""
