"""What people look at on paper and on screen: reports, lists, mail drafts, calendars."""
