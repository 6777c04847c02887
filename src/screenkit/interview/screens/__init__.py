"""What each screen of an interview says, as a value: its words and the keys it takes."""
