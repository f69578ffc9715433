//! The first requests of a run: whether the target accepts the plain valid request of each operation.
//! Where it answers everything alike, nothing can be tested, and the run says so at once.

use std::time::Duration;

use super::Lane;
use super::driver::{Driver, Stop};
use super::evidence::Answered;
use crate::exchange::{Exchange, Request, Response};
use crate::generate::{Control, Settings, Skip};
use crate::wire::MediaType;

/// Times that a target may say "later" before it is left alone.
const PUT_OFF: usize = 3;
/// Pause after that, where the answer asks for none of its own.
const LATER: Duration = Duration::from_millis(250);

/// Refusals of a plain request that may teach what is asked for: a thing that is not there may be one
/// that the body names.
const LEARNT_FROM: [u16; 5] = [400, 404, 409, 422, 500];

impl<'r> Lane<'r> {
    /// Sends the plain valid request of every operation that is judged, and one for a path that the
    /// contract does not have. `Err(Stop::Useless)` where every answer is the same.
    pub(super) async fn sound(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
    ) -> Result<(), Stop> {
        let mut answers: Vec<Option<u16>> = Vec::new();
        let judged: Vec<_> = self.judged_operations().collect();
        let mut put_off = 0;
        let (mut refused, mut taught) = (Vec::new(), false);
        for operation in &judged {
            self.provide(driver, settings, &operation.id, &[]).await?;
            let controls = self.kits[&operation.id].plain_controls(settings);
            for control in controls {
                let answered = self
                    .with_objects(driver, settings, &operation.id, control, &mut put_off)
                    .await?;
                match answered {
                    Answered::Accepted => break,
                    Answered::Refused(_, status) => {
                        let teaches = status.is_some_and(|s| LEARNT_FROM.contains(&s));
                        if teaches && self.learn(driver, operation, settings).await? {
                            self.plain_again(driver, settings, &operation.id, &mut 0)
                                .await?;
                            taught = true;
                            break;
                        }
                        refused.push(*operation);
                        answers.push(status);
                    }
                    Answered::Unmade(_) => {}
                }
                if put_off >= PUT_OFF {
                    break;
                }
            }
            if put_off >= PUT_OFF {
                self.evidence.put_off.set(true);
                break;
            }
        }
        // What another operation made in between, or learnt to make, may be what was lacking.
        let made = judged.iter().any(|o| {
            let safe = matches!(o.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "DELETE");
            !safe && self.evidence.is_tested(&o.id)
        });
        if taught || made {
            self.once_more(driver, settings, &refused).await?;
            self.await_ripeness(driver, settings, &refused).await?;
            self.prepare_refused(driver, settings, &refused).await?;
        }
        let nowhere = self.ask_nowhere(driver).await?;
        let accepted = judged.iter().any(|o| self.evidence.is_tested(&o.id));
        if accepted {
            self.look_for_nowhere(driver, &nowhere).await?;
            self.look_for_others(driver).await?;
            return self.takes_anything(driver, settings, nowhere).await;
        }
        let nowhere = nowhere.answer.ok().map(|r| r.status);
        match one_answer(&answers, nowhere) {
            // A server that fails on everything is broken, and the clauses tell how.
            Some(status @ (500..=502 | 504..)) => {
                self.say_first(&self.cause(status));
                Ok(())
            }
            // Nobody can say when "later" is.
            Some(status @ (429 | 503)) => {
                self.give_up(&self.cause(status));
                Err(Stop::Lost(format!("it only says later (status {status})")))
            }
            Some(status) => Err(Stop::Useless(self.cause(status))),
            None => Ok(()),
        }
    }

    /// Asks again what was refused before another operation was taught how it makes things: there may be
    /// one now.
    async fn once_more(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        refused: &[&crate::contract::Operation],
    ) -> Result<(), Stop> {
        self.objects.try_all_again();
        for operation in refused {
            if !self.objects.names(&operation.id) || self.evidence.is_tested(&operation.id) {
                continue;
            }
            let known = self.evidence.forget_controls(&operation.id);
            self.provide(driver, settings, &operation.id, &[]).await?;
            if !self
                .plain_again(driver, settings, &operation.id, &mut 0)
                .await?
            {
                self.evidence.forget_controls(&operation.id);
                self.evidence.keep_controls(known);
            }
        }
        Ok(())
    }

    /// Sends a control with things that exist; where that is refused, with values that are made up: what
    /// ties two operations is a guess, and some take any name.
    async fn with_objects(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        operation: &str,
        control: Result<Control, Skip>,
        put_off: &mut usize,
    ) -> Result<Answered, Stop> {
        let answered = self.patiently(driver, operation, control, put_off).await?;
        let refused = matches!(
            answered,
            Answered::Refused(_, Some(400 | 401 | 404 | 409 | 410 | 422))
        );
        if !refused {
            return Ok(answered);
        }
        let known = self.evidence.forget_controls(operation);
        if self.guess_boldly(operation, true) {
            self.provide(driver, settings, operation, &[]).await?;
            if self.objects.stands(operation)
                && self
                    .plain_again(driver, settings, operation, put_off)
                    .await?
            {
                return Ok(Answered::Accepted);
            }
            self.guess_boldly(operation, false);
            self.provide(driver, settings, operation, &[]).await?;
        }
        // What uses things up is never sent with a made-up name.
        if self.objects.stands(operation) && !self.objects.uses_up(operation) {
            self.make_up(operation, true);
            if self
                .plain_again(driver, settings, operation, put_off)
                .await?
            {
                return Ok(Answered::Accepted);
            }
            self.make_up(operation, false);
        }
        self.evidence.forget_controls(operation);
        self.evidence.keep_controls(known);
        Ok(answered)
    }

    /// Whether the plain control of an operation is accepted as it is made now.
    pub(super) async fn plain_again(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        operation: &str,
        put_off: &mut usize,
    ) -> Result<bool, Stop> {
        self.evidence.forget_controls(operation);
        let controls = self.kits[operation].plain_controls(settings);
        let Some(Ok(control)) = controls.into_iter().next() else {
            return Ok(false);
        };
        let answered = self
            .patiently(driver, operation, Ok(control), put_off)
            .await?;
        Ok(answered == Answered::Accepted)
    }

    /// Sends a control, and again while the answer is "later" and it has not come too often in a row.
    async fn patiently(
        &self,
        driver: &mut Driver<'r>,
        operation: &str,
        control: Result<Control, Skip>,
        put_off: &mut usize,
    ) -> Result<Answered, Stop> {
        loop {
            let (_, answered) = self.try_control(driver, operation, control.clone()).await?;
            match answered {
                Answered::Refused(_, Some(429 | 503)) if *put_off < PUT_OFF => {
                    *put_off += 1;
                    tokio::time::sleep(LATER).await;
                }
                Answered::Refused(_, Some(429 | 503)) => return Ok(answered),
                answered => {
                    *put_off = 0;
                    return Ok(answered);
                }
            }
        }
    }

    /// Sends the controls of all clauses that may hang on one, where a success costs the target
    /// nothing that time must heal.
    pub(super) async fn controls_first(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
    ) -> Result<(), Stop> {
        for unit in self.units.iter().filter(|u| u.free && !u.done) {
            for clause in &unit.clauses {
                let cheap = driver.resets() || self.clauses[*clause].stateless;
                self.link_control(settings, *clause);
                if cheap && self.clauses[*clause].needs_control() && !self.has_control(*clause) {
                    self.send_control(driver, settings, *clause).await?;
                }
            }
        }
        Ok(())
    }

    /// Asks for a path that the contract does not have.
    async fn ask_nowhere(&self, driver: &mut Driver<'r>) -> Result<Exchange, Stop> {
        let request = Request {
            method: "GET".into(),
            target: format!("/{}no-such-path", crate::generate::PREFIX),
            headers: vec![("Accept".into(), "*/*".into())],
            ..Request::default()
        };
        driver.ask_entitled(request).await
    }

    /// Whether the target gives one answer, a success, whatever is asked.
    async fn takes_anything(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        nowhere: Exchange,
    ) -> Result<(), Stop> {
        let Ok(nowhere) = nowhere.answer else {
            return Ok(());
        };
        if !(200..300).contains(&nowhere.status) {
            return Ok(());
        }
        self.evidence.catch_all.set(true);
        let kind = |r: &Response| MediaType::parse(r.header("content-type").unwrap_or_default());
        let mut alike = true;
        for operation in self.judged_operations() {
            let kit = &self.kits[&operation.id];
            let Some(Ok(control)) = kit.plain_controls(settings).into_iter().next() else {
                continue;
            };
            let request = crate::wire::encode(operation, &control.message, &settings.writing);
            let exchange = driver.send_raw(kit, &request).await?;
            let Ok(answer) = &exchange.answer else {
                alike = false;
                continue;
            };
            alike &= answer.status == nowhere.status && answer.body == nowhere.body;
            // A page for whoever asks is no answer of the operation: its own is told from it.
            if answer.status != nowhere.status || !kind(&nowhere).takes(&kind(answer)) {
                self.evidence.refused(&operation.id);
            }
        }
        if !alike {
            return Ok(());
        }
        Err(Stop::Useless(format!(
            "every answer is {} with the same body, also for a path that the contract does not have: \
             the target does not look at what it is asked (a stub, a proxy or a page that catches all?)",
            nowhere.status
        )))
    }

    /// The likely cause of one answer to everything, and what to do about it.
    fn cause(&self, status: u16) -> String {
        let name = &self.contract.name;
        let own = self.profile.contracts.get(name);
        let given = own.is_some_and(|c| c.has_credentials());
        let base = format!("{}{}", self.totals.target.address(), self.base.borrow());
        match status {
            404 => format!(
                "every answer is 404: nothing of `{name}` is found below {base}. Is the base path right \
                 (`--target` with a path, or `base` in [contracts.{name}] of the profile), and does \
                 what the requests name exist there?"
            ),
            status @ (401 | 403) if given => format!(
                "every answer is {status}: the credentials that the profile gives for `{name}` are not taken"
            ),
            status @ (401 | 403) if self.contract.operations.iter().all(|o| !o.secured) => format!(
                "every answer is {status}: it denies access, and `{name}` declares no credentials"
            ),
            status @ (401 | 403) => {
                let header = self.contract.token.as_ref().map(|t| t.header.as_str());
                format!(
                    "every answer is {status}: it wants credentials, and the profile gives none. It lacks: \
                     [contracts.{name}] headers = {{ {} = \"env:TOKEN\" }}",
                    header.unwrap_or("Authorization")
                )
            }
            429 => "every answer is 429: it limits how much may be asked \
                (`requests_per_second` and `retry_after_ms` in [limits] of the profile slow a run down)"
                .into(),
            503 => {
                "every answer is 503: it is not ready, or what stands in front of it has lost it".into()
            }
            status => format!("every answer is {status}, whatever is asked"),
        }
    }
}

/// The one status that was given to all valid requests, if there is one: where it may be about what
/// they hold, only if a path that the contract does not have draws it too.
fn one_answer(answers: &[Option<u16>], nowhere: Option<u16>) -> Option<u16> {
    let status = (*answers.first()?)?;
    let about_access = matches!(status, 401 | 403 | 404 | 429 | 503);
    let all = answers.iter().all(|s| *s == Some(status));
    (all && (about_access || nowhere == Some(status))).then_some(status)
}
