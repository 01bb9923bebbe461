"""A handbook of three pages, each about something else."""

HANDBOOK = {
    "leave.md": """---
title: Leave types
keywords: vacation, holiday
---
# Annual leave

You may take thirty days of annual leave in a year. Ask your supervisor two weeks before.

# Sick leave

You can request up to 240 hours of advanced sick leave. Call your supervisor on the first day.
""",
    "tools/printers.md": "# Printers\n\nThe printers stand on the third floor. Paper is in the cupboard beside them.\n",
    "travel.md": "# Travel\n\nBook flights and hotels with the travel desk, which pays the hotel at once.\n",
}
