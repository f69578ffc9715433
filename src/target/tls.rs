//! TLS to a target: the system's roots, a private authority, or none at all.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use serde::Deserialize;

/// Whom to trust when a target speaks TLS.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// File of certificates in PEM, trusted beside the system's.
    pub ca: Option<PathBuf>,
    /// Trust anybody. Every report says so.
    #[serde(default)]
    pub insecure: bool,
}

/// Certificates that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsError {
    /// The file of a private authority.
    #[error(
        "failed to read certificates from `{0}`: {1}\n(hint: a file in PEM, with a line `-----BEGIN CERTIFICATE-----`)"
    )]
    Ca(String, String),
    /// No roots at all.
    #[error(
        "the system has no root certificates that can be read{0}\n(hint: give the authority of the target with --ca FILE)"
    )]
    NoRoots(String),
}

impl Tls {
    /// The configuration of connections.
    pub(super) fn config(&self) -> Result<Arc<ClientConfig>, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|e| TlsError::NoRoots(format!(": {e}")))?;
        let mut config = if self.insecure {
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Anybody(provider)))
                .with_no_client_auth()
        } else {
            builder
                .with_root_certificates(self.roots()?)
                .with_no_client_auth()
        };
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    fn roots(&self) -> Result<RootCertStore, TlsError> {
        let mut roots = RootCertStore::empty();
        let system = rustls_native_certs::load_native_certs();
        // Systems hold certificates of long ago that no library reads; the others still count.
        roots.add_parsable_certificates(system.certs);
        if let Some(path) = &self.ca {
            for certificate in private(path)? {
                roots
                    .add(certificate)
                    .map_err(|e| TlsError::Ca(path.display().to_string(), e.to_string()))?;
            }
        }
        if roots.is_empty() {
            let why = system.errors.first().map(|e| format!(": {e}"));
            return Err(TlsError::NoRoots(why.unwrap_or_default()));
        }
        Ok(roots)
    }
}

fn private(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let error = |why: String| TlsError::Ca(path.display().to_string(), why);
    let bytes = std::fs::read(path).map_err(|e| error(e.to_string()))?;
    let list: Vec<_> = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<_, _>>()
        .map_err(|e| error(e.to_string()))?;
    if list.is_empty() {
        return Err(error("it holds no certificate".into()));
    }
    Ok(list)
}

/// Trusts every certificate; signatures of the handshake are still checked, as a server that
/// cannot sign is broken.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
