"""What stands in a sentence: dates, places, parties, deeds, activity names, venues."""
