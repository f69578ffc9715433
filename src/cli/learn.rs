//! `clausal learn`: which codes a running server answers, as an overlay beside the contract.

use std::path::Path;

use super::args::LearnArgs;
use super::say::{self, complain, put, say};
use super::{Error, contracts, exit, overlays, reference_profile, runtime, source};
use crate::contract;
use crate::exchange::whole;
use crate::learn::{Learnt, Rule, Said, learn};
use crate::target::{Address, Target};

/// Most lines of each kind that are printed.
const SHOWN: usize = 60;

pub(super) fn run(args: &LearnArgs) -> Result<u8, Error> {
    let given = args.profile.as_deref().map(say::profile).transpose()?;
    if let Some(output) = &args.output
        && !args.force
        && output.symlink_metadata().is_ok()
    {
        return Err(Error::usage(format!(
            "`{}` is there already, and nothing was written\n(hint: --force writes over it)",
            output.display()
        )));
    }
    let names = std::slice::from_ref(&args.contract);
    let named = args
        .target
        .clone()
        .or_else(|| given.as_ref().and_then(|p| p.target.clone()));
    source::present(&args.access, named.as_deref(), names)?;
    let contracts = contracts(names)?;
    if let Some(profile) = &given {
        profile.check(&contracts, contract::builtin_names())?;
    }
    let Some(contract) = contracts.first() else {
        return Err(Error::usage("there is no contract"));
    };
    let url = named.or_else(|| source::server(names));
    let built_in = contract::builtin_names().contains(&args.contract.as_str());
    let (server, mut profile, url) = match url {
        Some(url) => (None, given.unwrap_or_default(), url),
        None if built_in => {
            let server = crate::reference::start(crate::reference::Options::default())?;
            let url = server.url();
            (Some(server), given.map_or_else(reference_profile, Ok)?, url)
        }
        None => {
            return Err(Error::usage(
                "nothing says where the server is\n(hint: --target URL)",
            ));
        }
    };
    say::hide(&profile);
    super::access::give(&mut profile, &contracts, &args.access)?;
    let address = Address::parse(&url)?;
    if !address.is_loopback() && !args.yes && !profile.allow_remote {
        return Err(Error::usage(format!(
            "{address} is another machine, and each operation would be called with one valid request and with many that \
             break a rule\n(hint: --yes, or `allow_remote = true` in the profile, sends them)"
        )));
    }
    let target = Target::new(address, &profile)?;
    let shown = match server {
        Some(_) => "the embedded reference server".to_owned(),
        None => target.address().to_string(),
    };
    let runtime = runtime()?;
    match runtime.block_on(target.log_in(&[contract.name.as_str()]))? {
        Ok(()) => {}
        Err(error) if error.is_unreachable() => return Err(Error::lost(error.to_string())),
        Err(error) => return Err(Error::usage(error.to_string())),
    }
    let learnt = runtime
        .block_on(learn(contract, &profile, &target, args.seed))?
        .map_err(|why| Error::lost(format!("the target cannot be reached: {why}")))?;
    drop(server);
    tell(&learnt, &shown);
    if !learnt.is_answered() {
        return Err(Error::lost(
            "nothing was learnt: the server answered no request, or said 429 or 500 and above to all".to_owned(),
        ));
    }
    let proposed = learnt.overlay(contract, &args.contract, &shown);
    match (&args.output, proposed) {
        (_, None) => say!("\nNothing new was learnt, so there is no overlay."),
        (None, Some(text)) => put(format_args!("\n{text}")),
        (Some(path), Some(text)) => write(path, &text, &args.contract)?,
    }
    let broken = learnt
        .rules
        .iter()
        .any(|r| matches!(r.said, Said::Otherwise(_)));
    Ok(match (broken, learnt.rules.is_empty()) {
        (true, _) => exit::BROKEN,
        (false, true) => exit::UNTESTED,
        (false, false) => exit::HELD,
    })
}

fn write(path: &Path, text: &str, contract: &str) -> Result<(), Error> {
    whole::write(path, text.as_bytes())
        .map_err(|e| Error::usage(format!("failed to write `{}`: {e}", path.display())))?;
    overlays::lay(&[path.to_owned()]);
    // What was written must load.
    source::open(contract)??;
    say!(
        "\nWrote {}. Hold each line against the page, then:\n\n  clausal check --contract {contract} --overlay {}",
        path.display(),
        path.display()
    );
    Ok(())
}

fn tell(learnt: &Learnt, target: &str) {
    say!(
        "Asked {target}: {} rules, {} requests",
        learnt.rules.len(),
        learnt.requests
    );
    for (operation, why) in &learnt.refused {
        complain(&format!(
            "the valid request of {operation} was refused ({why}): what it refuses says less"
        ));
    }
    learnt.told.iter().for_each(|text| complain(text));
    if let Some(place) = &learnt.place {
        let media: Vec<_> = learnt
            .media
            .iter()
            .map(|(m, n)| format!("{m} ({n})"))
            .collect();
        say!(
            "The code stands at {place}; errors are {}",
            media.join(", ")
        );
    }
    let same = learnt.rules.iter().filter(|r| r.said == Said::Same).count();
    if same > 0 {
        say!("{same} rules are answered as the contract says");
    }
    let uncoded = |r: &&Rule| r.said == Said::New && r.code.is_none();
    let none = learnt.rules.iter().filter(uncoded).count();
    if none > 0 {
        say!("{none} rules are refused without a code");
    }
    section("Contradicts the contract", learnt, |rule| {
        match &rule.said {
            Said::Otherwise(words) => Some(words.clone()),
            _ => None,
        }
    });
    section("Accepted, though a rule is broken", learnt, |rule| {
        (rule.said == Said::Accepted).then(|| format!("status {}", rule.status.unwrap_or_default()))
    });
    section("Says nothing", learnt, |rule| match &rule.said {
        Said::Nothing(words) => Some(words.clone()),
        _ => None,
    });
    section("New", learnt, |rule| match (&rule.said, &rule.code) {
        (Said::New, Some(code)) => Some(format!("{} with {code}", rule.status.unwrap_or_default())),
        _ => None,
    });
}

/// A heading, and a line for each rule of which something is said.
fn section(heading: &str, learnt: &Learnt, line: impl Fn(&Rule) -> Option<String>) {
    let lines = learnt.rules.iter().filter_map(|rule| {
        let place = match rule.at.line {
            0 => String::new(),
            _ => format!(" ({})", rule.at),
        };
        line(rule).map(|words| format!("  {}: {}: {words}{place}", rule.operation, rule.about))
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    say!("\n{heading}:");
    lines.iter().take(SHOWN).for_each(|line| say!("{line}"));
    if lines.len() > SHOWN {
        say!("  … and {} more", lines.len() - SHOWN);
    }
}
