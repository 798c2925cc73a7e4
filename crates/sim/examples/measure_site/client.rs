//! A visitor over one kept connection, without anything a browser adds: cookies, forms, JSON.

use anyhow::{Context as _, Result, ensure};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

/// Somebody with a connection and cookies.
pub struct Client {
    host: String,
    stream: BufReader<TcpStream>,
    cookies: Vec<(String, String)>,
    /// Whether answers may come compressed, as browsers ask for; then they are not read, only received.
    pub compressed: bool,
}

/// An answer.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    /// Connects to `http://localhost:PORT`.
    pub fn new(url: &str) -> Result<Self> {
        let host = url.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(host.replace("localhost", "127.0.0.1"))?;
        stream.set_nodelay(true)?;
        Ok(Self { host, stream: BufReader::new(stream), cookies: Vec::new(), compressed: false })
    }

    /// Looks at a page.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        self.ask("GET", path, "", &[])
    }

    /// Sends JSON with the form token.
    pub fn post_json(&mut self, path: &str, body: &serde_json::Value, token: &str) -> Result<Answer> {
        let headers = [("content-type", "application/json"), ("x-token", token)];
        self.ask("POST", path, &body.to_string(), &headers)
    }

    /// Sends a form with the form token.
    pub fn post_form(&mut self, path: &str, body: &str) -> Result<Answer> {
        self.ask("POST", path, body, &[("content-type", "application/x-www-form-urlencoded")])
    }

    /// The token of this visitor's forms.
    pub fn token(&mut self) -> Result<String> {
        let page = self.get("/sign-in")?.text();
        let after = page.split("name=\"token\" value=\"").nth(1).context("a form with a token")?;
        Ok(after.split('"').next().unwrap_or_default().to_owned())
    }

    fn ask(&mut self, method: &str, path: &str, body: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.host);
        if self.compressed {
            request.push_str("accept-encoding: gzip\r\n");
        }
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.push_str(&format!("cookie: {}\r\n", cookies.join("; ")));
        }
        headers.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
        request.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.read()
    }

    fn read(&mut self) -> Result<Answer> {
        let line = self.line()?;
        let status = line.split(' ').nth(1).context("a status")?.parse()?;
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(": ").context("a header")?;
            match name {
                "content-length" => length = value.parse()?,
                "transfer-encoding" => chunked = value == "chunked",
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        let mut body = Vec::new();
        if chunked {
            loop {
                let size = usize::from_str_radix(&self.line()?, 16)?;
                self.take(size, &mut body)?;
                ensure!(self.line()?.is_empty(), "a chunk has an end");
                if size == 0 {
                    break;
                }
            }
        } else {
            self.take(length, &mut body)?;
        }
        Ok(Answer { status, body })
    }

    fn take(&mut self, size: usize, body: &mut Vec<u8>) -> Result<()> {
        let begin = body.len();
        body.resize(begin + size, 0);
        Ok(self.stream.read_exact(body.get_mut(begin..).unwrap_or_default())?)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the server ended the connection");
        Ok(line.trim_end().to_owned())
    }

    fn keep(&mut self, line: &str) {
        if let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) {
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}
