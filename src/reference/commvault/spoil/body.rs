//! Faults in taking a body from the wire.
use bytes::Bytes;
use http::request::Parts;

use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::routes::Operation;

/// A recovery backup as it is asked for most often.
const USUAL_XML: &[u8] = b"<TMMsg_CommcellDRBackupReq isCompressionEnabled=\"true\" \
    jobType=\"immediate\" backupType=\"full\"/>";
const USUAL_JSON: &[u8] = b"{\"isCompressionEnabled\":true,\"jobType\":1,\"backupType\":1}";

/// The body that a fault reads.
pub(in crate::reference::commvault) fn read(
    operation: Operation,
    parts: &Parts,
    body: Bytes,
    behaviour: &Behaviour,
) -> Bytes {
    let header = |name: &str| parts.headers.get(name).and_then(|it| it.to_str().ok());
    if header("transfer-encoding").is_some() && behaviour.faulty(Fault::ChunkedEmpty) {
        return Bytes::new();
    }
    let disaster = operation == Operation::Disaster;
    if body.is_empty() && disaster && behaviour.faulty(Fault::EmptyTaken) {
        let json = header("content-type").is_some_and(|it| it.contains("json"));
        return Bytes::from_static(if json { USUAL_JSON } else { USUAL_XML });
    }
    body
}
