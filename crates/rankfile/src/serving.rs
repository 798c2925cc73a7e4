//! Serving: a union's data directory behind its site. One thread writes, the others answer requests; the process ends when
//! it is told to, or when a commit failed and nobody can know what holds.

use crate::ambient;
use crate::house::{House, write_secret};
use anyhow::{Context as _, Result};
use axum::serve::ListenerExt as _;
use rankfile_post::address::Address;
use rankfile_post::carrier::Carrier;
use rankfile_post::line::Line;
use rankfile_post::message_id::MessageIds;
use rankfile_post::outbox::Outbox;
use rankfile_post::smtp::{Mailer, ServerUrl, Settings};
use rankfile_site::{Accounts, Demo, Parts, Site};
use rankfile_store::queue::{Clock, Queue};
use rankfile_store::reader::Readers;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use zeroize::Zeroizing;

/// How to serve.
pub struct Serving {
    /// Where to listen, of [`bind`].
    pub listener: TcpListener,
    /// Where people reach it; `http://localhost:PORT` if not given.
    pub public_url: Option<String>,
    /// The time.
    pub clock: Clock,
    /// Domains of employers.
    pub employers: Vec<String>,
    /// How mail is sent; without it letters wait.
    pub mail: Option<Mail>,
}

/// A mail server, and the address letters come from.
#[derive(Debug)]
pub struct Mail {
    server: ServerUrl,
    sender: Address,
}

impl Mail {
    /// Reads server and sender as they are given on the command line, and the password as it was given elsewhere.
    ///
    /// *Errors*: what is wrong with which; nothing of the server's setting is repeated.
    pub fn parse(server: &str, sender: &str, password: Option<&str>) -> Result<Self> {
        let server = ServerUrl::parse_apart(server, password).context("--mail")?;
        let sender = Address::parse(sender).context("--mail-from")?;
        Ok(Self { server, sender })
    }

    fn mailer(self, union: &str, host: &str) -> Result<Mailer> {
        Ok(Mailer::new(Settings {
            server: self.server,
            sender: self.sender,
            sender_name: Line::from_text(union),
            reply_to: None,
            list_id: format!("members.{host}"),
            patience: Duration::from_secs(30),
            also_trusted: None,
        })?)
    }
}

/// Listens; port 0 takes any free one.
pub fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).with_context(|| {
        format!("cannot listen on {address}: another program may be there; try --listen 127.0.0.1:0")
    })
}

/// A site that is about to answer.
pub struct Opened {
    /// The site.
    pub site: Site,
    /// Where people reach it.
    pub url: String,
    listener: TcpListener,
    running: rankfile_store::queue::Running,
}

/// Opens the site on a house: the socket is bound and the writer's thread runs, but nothing is answered yet.
///
/// `demo` makes the demonstration's part, which needs the queue to play the story.
pub fn open(
    mut house: House,
    serving: Serving,
    demo: impl FnOnce(&Queue) -> Result<Option<Arc<dyn Demo>>>,
) -> Result<Opened> {
    let folder: PathBuf = house.folder.clone();
    let listener = serving.listener;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    let url = serving.public_url.unwrap_or_else(|| format!("http://localhost:{port}"));
    let accounts = Accounts::open(&folder.join("accounts.db"), ambient::bytes32())
        .with_context(|| format!("{}: cannot open it", folder.join("accounts.db").display()))?;
    let post = folder.join("post.db");
    let size = house.writer.log_view().size();
    let outbox = open_outbox(&post, size).with_context(|| format!("{}: cannot open it", post.display()))?;
    let origin = house.writer.log_view().origin().to_owned();
    let union = house.hall().state.union.as_ref().map_or(origin.clone(), |union| union.program.name.clone());
    let carrier = serving.mail.map(|mail| {
        Ok::<_, anyhow::Error>(Carrier::start(
            &post,
            mail.mailer(&union, host_of(&url))?,
            serving.clock.clone(),
        )?)
    });
    // Before the first page is: which program people's browsers get from here on.
    house.writer.serve_desk(rankfile_site::desk::digest(), (serving.clock)())?;
    let (queue, running) = Queue::start(house.writer, serving.clock.clone())?;
    let settings = rankfile_site::Settings {
        public_url: url.clone(),
        public: folder.join("public"),
        employers: serving.employers,
        demo: demo(&queue)?,
    };
    let site = Site::new(Parts {
        readers: Readers::of(&folder.join("record.db"), queue.sight()),
        queue,
        accounts,
        outbox: Mutex::new(outbox),
        message_ids: message_ids(&folder, &origin, &url)?,
        carrier: carrier.transpose()?,
        clock: serving.clock,
        chance: Arc::new(ambient::bytes32),
        settings,
    });
    Ok(Opened { site, url, listener, running })
}

/// Mail that is first turned on for a record with acts begins with the next act: nobody wants letters about last year.
fn open_outbox(path: &Path, size: u64) -> Result<Outbox> {
    let is_new = !path.exists();
    let mut outbox = Outbox::open(path)?;
    if is_new {
        outbox.begin_at(size)?;
    }
    Ok(outbox)
}

fn host_of(url: &str) -> &str {
    url.split("://").nth(1).and_then(|rest| rest.split([':', '/']).next()).unwrap_or("localhost")
}

/// The names of letters hang on a secret of their own, which must outlive the outbox.
fn message_ids(folder: &Path, origin: &str, url: &str) -> Result<MessageIds> {
    let path = folder.join("post.key");
    if !path.exists() {
        write_secret(&path, hex::encode(ambient::bytes32()).as_bytes())?;
    }
    let text = Zeroizing::new(std::fs::read_to_string(&path)?);
    let mut key = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text.trim(), key.as_mut_slice())
        .with_context(|| format!("{}: it should hold 64 hexadecimal digits", path.display()))?;
    MessageIds::new(key, origin, host_of(url))
        .with_context(|| format!("`{url}` names no host that mail could come from"))
}

impl Opened {
    /// Answers until told to stop (Ctrl-C, or SIGTERM), or until the record can no longer be written.
    ///
    /// *Errors*: the fault that ended it; the next start finds out what holds.
    pub fn answer(self) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let Self { site, listener, running, .. } = self;
        let queue = site.queue().clone();
        let outcome: Result<()> = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            // An answer in two pieces would otherwise wait 40 ms for the other side to say that it has the first.
            let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
            tokio::spawn(rankfile_site::posting::follow(site.clone()));
            tokio::spawn(rankfile_site::warm::keep(site.clone()));
            let app = rankfile_site::router(site);
            let service = app.into_make_service_with_connect_info::<SocketAddr>();
            let over = async {
                let mut ended = signal(SignalKind::terminate())?;
                let told = async {
                    tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = ended.recv() => {} }
                };
                let broken = async {
                    while !running.is_over() {
                        tokio::time::sleep(Duration::from_millis(200)).await;
                    }
                };
                tokio::select! { () = told => {}, () = broken => {} }
                Ok::<(), std::io::Error>(())
            };
            tokio::select! {
                served = axum::serve(listener, service) => served?,
                over = over => over?,
            }
            Ok(())
        });
        queue.stop();
        drop(queue);
        runtime.shutdown_timeout(Duration::from_secs(5));
        running
            .join()
            .context("the record could not be written; start again: nothing that was answered is lost")?;
        outcome
    }
}
