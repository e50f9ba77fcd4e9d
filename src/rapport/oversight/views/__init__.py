"""The pages of this room: who looked in `looks`, whether records are kept in `keeping`."""
