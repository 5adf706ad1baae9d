"""Reminders that leave the house: by mail, and by robots of group chats."""
