INSERT INTO journal (seq, epoch, kind, id, actor, at) VALUES (:seq, :epoch, :kind, :id, :actor, :at)
