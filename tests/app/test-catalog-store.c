/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "app-samples.h"
#include "app/lc-catalog-fetch.h"
#include "app/lc-catalog-store.h"
#include "catalog/lc-catalog-parser.h"
#include "loopback-server.h"

#define CATALOG(revision)                                                                          \
  "{\"format\":\"linecheck-catalog\",\"version\":1,\"revision\":\"" revision                       \
  "\",\"dated\":\"2026-11-22\",\"services\":{\"imaps\":{\"title\":\"Voicemail\",\"purpose\":"      \
  "\"Fetches voicemail\"}},\"sites\":[{\"id\":\"xx\",\"title\":\"Test site\",\"places\":\"Here\"," \
  "\"rows\":[{\"id\":\"xx/imaps/127.0.0.1:993/tcp\",\"number\":\"XX-01\",\"service\":\"imaps\","   \
  "\"host\":\"127.0.0.1\",\"port\":993,\"transport\":\"tcp\",\"protocol\":\"imaps\","              \
  "\"required\":true,\"capability\":\"voicemail\",\"documented\":[\"127.0.0.1\"],"                 \
  "\"tls_name\":\"localhost\",\"tls_name_documented\":false}]}]}"
#define BAD_CATALOG "{\"format\":\"linecheck-catalog\",\"version\":1,\"revision\":7}"
#define ANSWER "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"

typedef struct
{
  GSettings *settings;   /* (owned) */
  char *path;            /* (owned) of a folder of the test's */
  GFile *folder;         /* (owned) where copies are kept */
  LcCatalogStore *store; /* (owned) */
} Fixture;

static void
open_store (Fixture *fixture)
{
  if (fixture->store != NULL)
    g_assert_finalize_object (fixture->store);
  fixture->store = lc_catalog_store_new (fixture->folder);
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->settings = g_settings_new (LC_APP_ID);
  fixture->path = g_dir_make_tmp ("linecheck-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = g_file_new_build_filename (fixture->path, "kept", NULL);
  open_store (fixture);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_settings_reset (fixture->settings, "catalog");
  g_assert_finalize_object (fixture->store);
  g_object_unref (fixture->settings);
  g_object_unref (fixture->folder);
  app_remove_folder (fixture->path);
  g_free (fixture->path);
}

static char *
write_file (Fixture *fixture, const char *name, const char *contents)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  return g_steal_pointer (&path);
}

static void
settle (Fixture *fixture)
{
  while (lc_catalog_store_get_busy (fixture->store))
    g_main_context_iteration (NULL, TRUE);
}

static void
choose (Fixture *fixture, const char *address)
{
  lc_catalog_store_choose (fixture->store, address);
  settle (fixture);
}

static void
assert_revision (Fixture *fixture, const char *revision)
{
  g_assert_cmpstr (lc_catalog_get_revision (lc_catalog_store_get_catalog (fixture->store)), ==,
                   revision);
}

static void
assert_builtin (Fixture *fixture)
{
  g_assert_cmpstr (lc_catalog_get_source (lc_catalog_store_get_catalog (fixture->store)), ==,
                   "builtin");
}

static void
assert_problem (Fixture *fixture, const char *part)
{
  const char *problem = lc_catalog_store_get_problem (fixture->store);

  if (part == NULL)
    g_assert_cmpstr (problem, ==, NULL);
  else if (problem == NULL || strstr (problem, part) == NULL)
    g_error ("“%s” is not in “%s”", part, problem);
}

static guint
count_copies (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (g_file_peek_path (fixture->folder), 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_addresses (void)
{
  static const char *const addresses[][2] = {
    { " https://a.example/b.json\n", "https://a.example/b.json" },
    { "a.example/b.json", "https://a.example/b.json" },
    { "/etc/linecheck/a b.json", "file:///etc/linecheck/a%20b.json" },
    { "file:///a.json", "file:///a.json" },
    { "http://a.example/b.json", NULL },
    { "ftp://a.example/b.json", NULL },
    { "https://", NULL },
    { "https://user:secret@a.example/b.json", NULL },
    { "user:secret@a.example/b.json", NULL },
    { "https://user@a.example/b.json", NULL },
    { "https://a.example/b.json?from=https%3A%2F%2Fuser%3Asecret%40b.example", NULL },
    { "file://user:secret@a.example/b.json", NULL },
    { "https://a.example/b@c.json", "https://a.example/b@c.json" },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *address = lc_catalog_clean_address (addresses[i][0], &error);

    g_assert_cmpstr (address, ==, addresses[i][1]);
    g_assert_true ((error == NULL) == (address != NULL));
    if (strstr (addresses[i][0], "user") != NULL) {
      g_assert_nonnull (strstr (error->message, "password"));
      g_assert_null (strstr (error->message, "secret"));
    }
  }
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (fixture, "company.json", CATALOG ("one"));
  g_autofree char *setting = NULL;

  assert_builtin (fixture);
  g_assert_null (lc_catalog_store_get_address (fixture->store));
  choose (fixture, path);
  assert_problem (fixture, NULL);
  assert_revision (fixture, "one");
  setting = g_settings_get_string (fixture->settings, "catalog");
  g_assert_cmpstr (setting, ==, lc_catalog_store_get_address (fixture->store));

  /* It is looked at again at the next start, and not missed where it has gone. */
  g_assert_true (g_file_set_contents (path, CATALOG ("two"), -1, NULL));
  open_store (fixture);
  assert_revision (fixture, "one");
  settle (fixture);
  assert_revision (fixture, "two");
  g_unlink (path);
  open_store (fixture);
  settle (fixture);
  assert_revision (fixture, "two");
  assert_problem (fixture, "company.json");

  lc_catalog_store_reset (fixture->store);
  assert_builtin (fixture);
  assert_problem (fixture, NULL);
  g_assert_cmpuint (count_copies (fixture), ==, 0);
}

/* What was used before stays, and the person reads what is wrong where. */
static void
test_bad_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = write_file (fixture, "good.json", CATALOG ("good"));
  g_autofree char *bad = write_file (fixture, "bad.json", BAD_CATALOG);
  g_autofree char *other = write_file (fixture, "other.json", "MultiLine");
  g_autofree char *absent = g_build_filename (fixture->path, "absent.json", NULL);

  choose (fixture, good);
  choose (fixture, bad);
  assert_problem (fixture, "$.revision: expected");
  assert_problem (fixture, "“bad.json”");
  assert_revision (fixture, "good");
  choose (fixture, other);
  assert_problem (fixture, "“other.json” is not a catalogue");
  choose (fixture, absent);
  assert_problem (fixture, "“absent.json” cannot be read");
  choose (fixture, "http://127.0.0.1/catalog.json");
  assert_problem (fixture, "https://");
  choose (fixture, "/dev/zero");
  assert_problem (fixture, "zero");
  assert_revision (fixture, "good");
  g_assert_cmpuint (count_copies (fixture), ==, 1);

  /* A copy that somebody has spoilt is none. */
  lc_catalog_store_refresh (fixture->store);
  settle (fixture);
  assert_problem (fixture, NULL);
}

static char *
serve (LoopbackServer **server, const LoopbackAct *script)
{
  *server = loopback_server_new (script);
  return g_strdup_printf ("https://127.0.0.1:%u/multiline.json",
                          loopback_server_get_port (*server));
}

static void
test_https (Fixture *fixture, gconstpointer data)
{
  static const LoopbackAct script[]
      = { TLS (GOOD), WAIT ("\r\n\r\n"), SAY (ANSWER CATALOG ("net")), CLOSE, { 0 } };
  g_autoptr (LoopbackServer) server = NULL;
  g_autofree char *address = serve (&server, script);

  choose (fixture, address);
  assert_problem (fixture, NULL);
  assert_revision (fixture, "net");
  g_assert_cmpuint (loopback_server_get_accepted (server), ==, 1);
  g_assert_nonnull (strstr (loopback_server_get_received (server), "GET /multiline.json "));

  /* Nobody is asked at the next start. */
  open_store (fixture);
  g_assert_false (lc_catalog_store_get_busy (fixture->store));
  assert_revision (fixture, "net");
  g_assert_cmpuint (loopback_server_get_accepted (server), ==, 1);
  g_clear_pointer (&server, loopback_server_free);
  lc_catalog_store_refresh (fixture->store);
  settle (fixture);
  assert_problem (fixture, "cannot be read");
  assert_revision (fixture, "net");
}

/* Set by an administrator, who has not brought the catalogue along. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  static const LoopbackAct script[]
      = { TLS (GOOD), WAIT ("\r\n\r\n"), SAY (ANSWER CATALOG ("net")), CLOSE, { 0 } };
  g_autoptr (LoopbackServer) server = NULL;
  g_autofree char *address = serve (&server, script);

  g_settings_set_string (fixture->settings, "catalog", address);
  g_assert_true (lc_catalog_store_is_missing (fixture->store));
  g_assert_false (lc_catalog_store_get_busy (fixture->store));
  assert_builtin (fixture);
  lc_catalog_store_refresh (fixture->store);
  settle (fixture);
  g_assert_false (lc_catalog_store_is_missing (fixture->store));
  assert_revision (fixture, "net");

  g_settings_set_string (fixture->settings, "catalog", "gopher://a.example/");
  g_assert_true (lc_catalog_store_is_missing (fixture->store));
  assert_problem (fixture, "https://");
  assert_builtin (fixture);
}

typedef struct
{
  const char *name;
  const char *problem;
  LoopbackAct script[6];
} BadServer;

static const BadServer bad_servers[] = {
  { "not-found",
    "404",
    { TLS (GOOD), WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n") } },
  { "invalid",
    "$.revision: expected",
    { TLS (GOOD), WAIT ("\r\n\r\n"), SAY (ANSWER BAD_CATALOG), CLOSE } },
  { "page",
    "is not a catalogue",
    { TLS (GOOD), WAIT ("\r\n\r\n"), SAY (ANSWER "<html>Sign in</html>"), CLOSE } },
  { "endless",
    "is not a catalogue",
    { TLS (GOOD), WAIT ("\r\n\r\n"), SAY (ANSWER), SAY_OFTEN ("                ", 300000),
      CLOSE } },
  { "cut", "cannot be read", { TLS (GOOD), WAIT ("\r\n\r\n"), RESET } },
  { "redirected",
    "not encrypted",
    { TLS (GOOD), WAIT ("\r\n\r\n"),
      SAY ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n") } },
  { "untrusted", "cannot be read", { TLS (OTHER_AUTHORITY) } },
  { "other-name", "cannot be read", { TLS (SIBLING) } },
  { "plain", "cannot be read", { SAY ("HTTP/1.1 400 Bad Request\r\n\r\n"), CLOSE } },
};

static void
test_bad_server (Fixture *fixture, gconstpointer data)
{
  const BadServer *bad = data;
  g_autoptr (LoopbackServer) server = NULL;
  g_autofree char *address = serve (&server, bad->script);
  g_autofree char *setting = NULL;

  choose (fixture, address);
  assert_problem (fixture, bad->problem);
  assert_builtin (fixture);
  setting = g_settings_get_string (fixture->settings, "catalog");
  g_assert_cmpstr (setting, ==, "");
}

/* Who chooses again, or has had enough, does not wait for what is silent. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  static const LoopbackAct script[] = { WAIT ("never"), { 0 } };
  g_autoptr (LoopbackServer) server = NULL;
  g_autofree char *address = serve (&server, script);
  g_autofree char *path = write_file (fixture, "company.json", CATALOG ("file"));

  lc_catalog_store_choose (fixture->store, address);
  g_assert_true (lc_catalog_store_get_busy (fixture->store));
  choose (fixture, path);
  assert_revision (fixture, "file");
  assert_problem (fixture, NULL);
  lc_catalog_store_choose (fixture->store, address);
  lc_catalog_store_reset (fixture->store);
  g_assert_false (lc_catalog_store_get_busy (fixture->store));
  app_settle ();
  assert_builtin (fixture);
  assert_problem (fixture, NULL);
}

/* The file is read when the first handshake begins. */
static void
trust (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/catalog-store/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *authority = loopback_authority_save ();
  int status;

  g_test_init (&argc, &argv, NULL);
  trust (authority);
  g_test_add_func ("/catalog-store/addresses", test_addresses);
  ADD ("file", test_file);
  ADD ("bad-file", test_bad_file);
  ADD ("https", test_https);
  ADD ("missing", test_missing);
  ADD ("replaced", test_replaced);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_servers); i++) {
    g_autofree char *path = g_strconcat ("/catalog-store/bad-server/", bad_servers[i].name, NULL);

    g_test_add (path, Fixture, &bad_servers[i], fixture_set_up, test_bad_server, fixture_tear_down);
  }
  status = g_test_run ();
  g_unlink (authority);
  return status;
}
