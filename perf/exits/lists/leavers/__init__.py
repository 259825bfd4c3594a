"""A list of people who have left: when, of which class, why. One row for each leaving of somebody who is in Perf."""
