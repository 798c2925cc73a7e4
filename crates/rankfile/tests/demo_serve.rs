//! The demonstration as a visitor has it: the program is started, its pages are asked for over plain HTTP, the button is
//! pressed until the story ends, the program is ended, and the record it leaves is audited.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A served demonstration; it ends when this goes.
struct Served {
    child: Child,
    host: String,
    cookie: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Served {
    fn start(folder: &Path, more: &[&str]) -> (Self, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rankfile"))
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let host = loop {
            let line = lines.next().expect("it ended before it served").unwrap();
            said.push_str(&line);
            said.push('\n');
            if let Some(url) = line.strip_prefix("The site is at http://") {
                break url.to_owned();
            }
        };
        // What it says later must find somebody who reads.
        std::thread::spawn(move || lines.for_each(drop));
        (Self { child, host, cookie: String::new() }, said)
    }

    fn ask(&mut self, head: &str, body: &str) -> Answer {
        let port = self.host.rsplit(':').next().unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", port.parse::<u16>().unwrap())).unwrap();
        let cookie = match self.cookie.as_str() {
            "" => String::new(),
            cookie => format!("Cookie: rankfile={cookie}\r\n"),
        };
        let request = format!(
            "{head} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{cookie}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        if let Some(cookie) = head.lines().find_map(|line| line.strip_prefix("set-cookie: rankfile=")) {
            self.cookie = cookie.split(';').next().unwrap().to_owned();
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&mut self, path: &str) -> String {
        let answer = self.ask(&format!("GET {path}"), "");
        assert_eq!(answer.status, 200, "{path}: {}{}", answer.head, answer.body);
        answer.body
    }

    /// Sends a form with the token of the page it stands on.
    fn post(&mut self, path: &str, fields: &str) -> Answer {
        let page = self.get("/demo");
        let token =
            page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        self.ask(&format!("POST {path}"), &format!("token={token}&{fields}"))
    }

    /// Lets the next beat happen; its name.
    fn play(&mut self) -> String {
        let answer = self.post("/demo/play", "");
        assert_eq!(answer.status, 303, "{}{}", answer.head, answer.body);
        let to = answer.head.lines().find_map(|line| line.strip_prefix("location: /demo?played=")).unwrap();
        to.to_owned()
    }
}

fn attribute(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

#[test]
fn a_visitor_steps_into_roles_and_lets_the_story_end() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("demo");
    let (mut served, said) = Served::start(&folder, &["--members", "60", "--voters", "20"]);
    assert!(said.contains("10 members vote"), "{said}");
    assert!(served.get("/").contains("Harbor Logistics Workers"));
    let page = served.get("/demo");
    assert!(page.contains("More members vote."), "{page}");
    assert!(page.contains("The credential from the letter in their letterbox"), "{page}");

    // A member, and then an officer: one at a time.
    let member = attribute(&page, "member");
    assert_eq!(served.post("/demo/step", &format!("member={member}")).status, 303);
    assert!(served.get("/me").contains(&member));
    let stepped = served.post("/demo/step", "role=election-committee");
    assert!(stepped.status == 200 && stepped.body.contains("Election committee"), "{}", stepped.body);
    assert!(served.get("/work").contains("Election committee"));
    assert_eq!(served.post("/demo/step", "role=pope").status, 404);
    assert_eq!(served.post("/demo/step", "member=M-99999").status, 404);
    assert_eq!(served.ask("POST /demo/play", "token=forged").status, 403);

    assert_eq!(served.play(), "vote");
    assert_eq!(served.play(), "close");
    // A restart goes on where the story stood.
    drop(served);
    let (mut served, said) = Served::start(&folder, &[]);
    assert!(said.contains("it goes on where it stood"), "{said}");
    let rest: Vec<String> = std::iter::from_fn(|| {
        let goes_on = served.get("/demo").contains("action=\"/demo/play\"");
        goes_on.then(|| served.play())
    })
    .take(9)
    .collect();
    assert_eq!(rest, ["open", "protest", "decide", "certify", "install"]);
    assert!(served.get("/demo").contains("The story has ended"));
    let president = ["Marisol Vantongeren", "Odhran Quillfeather", "Tamsin Okoro-Lindqvist"];
    let home = served.get("/");
    assert!(president.iter().any(|name| home.contains(name)), "{home}");
    // The carrier works on a thread of its own.
    let came = (0..20_000).any(|_| served.get("/demo/letters").contains("the result is declared"));
    assert!(came, "no letter told of the result");
    drop(served);

    let union = folder.join("union");
    let audit = Command::new(env!("CARGO_BIN_EXE_rankfile")).arg("audit").arg(&union).output().unwrap();
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
    let again = Command::new(env!("CARGO_BIN_EXE_rankfile"))
        .args(["demo", "--no-serve", "--data"])
        .arg(&folder)
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));
}
