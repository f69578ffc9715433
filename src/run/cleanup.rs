//! Deleting what a run created.

use super::driver::{Driver, request_for};

impl Driver<'_> {
    /// Deletes every created resource whose operation the contract names a delete for; what cannot
    /// be removed stays in the ledger.
    pub(super) async fn remove_created(&mut self) {
        for (operation, ids) in self.ledger.take_ids() {
            let delete = self
                .contract
                .operation(&operation)
                .and_then(|o| o.resource.as_ref()?.delete.as_deref())
                .and_then(|id| self.contract.operation(id));
            for id in ids {
                let removed = match delete {
                    None => false,
                    Some(delete) => {
                        let request = request_for(delete, id.clone(), &self.writing);
                        let answer = self.connection.send(request).await.answer;
                        matches!(answer, Ok(r) if matches!(r.status, 200..=299 | 404 | 410))
                    }
                };
                if !removed {
                    self.ledger.keep(&operation, id);
                }
            }
        }
    }
}
