"""What every stage stands on: ids, units, time, plane geometry, graphs."""
