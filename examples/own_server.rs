//! How a server's own crate holds it to its contract in a test: start it, check it, assert.

#[cfg(test)]
#[test]
fn the_server_keeps_its_contract() -> Result<(), Box<dyn std::error::Error>> {
    check()
}

/// Here the embedded reference server stands in for the crate's own.
fn check() -> Result<(), Box<dyn std::error::Error>> {
    let server = clausal::reference::start(clausal::reference::Options::default())?;
    let checked = clausal::Check::new()
        .contract("jsa")?
        .profile(clausal::prove::reference_profile()?)
        .only("jsa/createBackup/422-*")?
        .run(&server.url())?;
    checked.assert_held();
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    check()
}
