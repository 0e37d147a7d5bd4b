SELECT seq FROM journal_head WHERE one = 1
