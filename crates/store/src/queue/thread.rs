//! The writer's thread: takes the next batch, commits it, shows the view, answers. When nobody asks, it lets time pass.
//! However it ends, by a fault or a bug, nobody is left waiting.

use super::line::Next;
use super::promise::{BUG, Promise, Unanswered};
use super::{Clock, Shared};
use crate::fault::Fault;
use crate::writer::{Answer, Ask, Writer};

/// Runs until the queue is closed and empty, or a fault.
pub(super) fn run(mut writer: Writer, shared: &Shared, clock: &Clock) -> Result<(), Fault> {
    let _sent_away = SentAway(shared);
    loop {
        let before = shared.sight.view().size;
        let done = match shared.line.next() {
            Next::Over => return Ok(()),
            Next::Commit(asked) => commit(&mut writer, shared, clock(), asked),
            Next::Work(work) => {
                work(&mut writer);
                check(&writer).map(|()| shared.show(&writer))
            }
            Next::Settle(promise) => settle(&mut writer, shared, clock(), promise),
            Next::Look => look(&mut writer, shared, clock()),
        };
        if let Err(fault) = done {
            shared.line.send_away(Some(fault.to_string()));
            return Err(fault);
        }
        shared.tell(before);
    }
}

fn commit(
    writer: &mut Writer,
    shared: &Shared,
    now: i64,
    asked: Vec<(Ask, Promise<Answer>)>,
) -> Result<(), Fault> {
    let (asks, promises): (Vec<Ask>, Vec<Promise<Answer>>) = asked.into_iter().unzip();
    match writer.commit(asks, now) {
        Ok(answers) => {
            // First the view, then the answers: who was answered never finds a record without their act.
            shared.show(writer);
            promises.into_iter().zip(answers).for_each(|(promise, answer)| promise.keep(Ok(answer)));
            Ok(())
        }
        Err(fault) => {
            let first = fault.to_string();
            // Before anybody is told, so that nobody asks again in vain.
            shared.line.send_away(Some(first.clone()));
            let unknown = || Unanswered::Unknown { first: first.clone() };
            promises.into_iter().for_each(|promise| promise.keep(Err(unknown())));
            Err(fault)
        }
    }
}

fn settle(writer: &mut Writer, shared: &Shared, now: i64, promise: Promise<()>) -> Result<(), Fault> {
    let settled = writer.tick(now);
    match &settled {
        Ok(_) => {
            shared.show(writer);
            promise.keep(Ok(()));
        }
        Err(fault) => promise.keep(Err(Unanswered::Closed { first: Some(fault.to_string()) })),
    }
    settled.map(drop)
}

/// Lets time pass if something has fallen due.
fn look(writer: &mut Writer, shared: &Shared, now: i64) -> Result<(), Fault> {
    let view = shared.sight.view();
    // A record's time never goes back, even if the clock does.
    let now = now.max(view.last_recorded_at);
    if view.next_due.is_some_and(|due| due <= now) {
        writer.tick(now)?;
        shared.show(writer);
    }
    Ok(())
}

/// Whether the log still stands: somebody who was given the writer may have met a fault.
fn check(writer: &Writer) -> Result<(), Fault> {
    writer.stopped().map_or(Ok(()), |first| Err(Fault::Stopped { first: first.to_owned() }))
}

/// Sends everybody away when the thread ends, whatever ended it.
struct SentAway<'s>(&'s Shared);

impl Drop for SentAway<'_> {
    fn drop(&mut self) {
        self.0.line.send_away(std::thread::panicking().then(|| BUG.to_owned()));
    }
}
