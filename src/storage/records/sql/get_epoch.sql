SELECT epoch FROM journal_head WHERE one = 1
