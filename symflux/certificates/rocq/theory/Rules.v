(** * The rules of a proof, and their soundness: one lemma for each *)

From Symflux Require Export Continuity.
From Symflux Require Export Elimination.
Import ListNotations.
Local Open Scope R_scope.

Inductive proof :=
| Leaf (l : leaf)                                              (* sage, gram *)
| Star (cones : list (positive * Q * proof))                   (* z_k, w_k, the proof where z_k/w_k is least *)
| Excluded (k : nat) (plus : bool) (against : proof)           (* assumption k fails: its sign is shown *)
| Factor (c : Q) (factors : list (poly * positive * option proof))
| Multiply (f : poly) (positive_ then_ : proof)
| Signs (x : positive) (nonnegative : proof) (negative : option proof)   (* None: the claim is even in x *)
| Homogenize (x : positive) (then_ : proof)
| Eliminate (k : nat) (x : positive) (then_ : proof)
| Equal (above below : proof)
| Dense (f : poly) (y : list (positive * Q)) (nonnegative then_ : proof)   (* multiply, by continuity: f(y) is not zero *)
| Modulo (m : list (list nat * poly)) (keep : nat) (then_ : proof).   (* multiples of equalities, taken away *)

(** A point moved: [other x] where another value is given to one variable. *)
Definition moved (x : positive) (v : R) (at_ : point) : point := fun y => if Pos.eqb y x then v else at_ y.
Definition at_one (x : positive) (p : poly) : positive -> poly := fun y => if Pos.eqb y x then p else variable y.

(** ** star: the least of z_k/w_k is attained by some k; with t = z_k/w_k, z_k = w_k t and z_j = z_j' + w_j t *)

Definition weight (cones : list (positive * Q)) : positive -> Q := centre_at cones.

Definition ray (w : list (positive * Q)) (k : positive) : positive -> poly := fun j =>
  if Pos.eqb j k then scale (weight w k) (variable k)
  else if member j (map fst w) then padd (variable j) (scale (weight w j) (variable k)) else variable j.

Definition joined (w : list (positive * Q)) (k : positive) (c : list positive) : list positive :=
  if existsb (fun x => member x (map fst w)) c then k :: c else c.

Definition cone (w : list (positive * Q)) (k : positive) (r : region) : region :=
  let m := mapped (ray w k) r in Region (real m) (map (joined w k) (clauses m)) (given m).

Definition splits (w : list (positive * Q)) (r : region) : bool :=
  negb (length w =? 0)%nat && forallb (fun f => negb (Qle_bool (snd f) 0) && negb (member (fst f) (real r))) w.

Lemma least (f : positive -> R) l : l <> [] -> exists k, In k l /\ forall j, In j l -> f k <= f j.
Proof.
  induction l as [|x l IH]; [congruence|]. intros _. destruct l as [|y l].
  - exists x. split; [left; auto|]. intros j [<-|[]]. lra.
  - destruct IH as [k [K L]]; [congruence|]. destruct (Rle_or_lt (f x) (f k)) as [H|H].
    + exists x. split; [left; auto|]. intros j [<-|J]; [lra|]. specialize (L j J). lra.
    + exists k. split; [right; auto|]. intros j [<-|J]; [lra|]. apply L, J.
Qed.

Lemma star_ok w r p s : splits w r = true ->
  (forall k, In k (map fst w) -> proves (cone w k r) (put (ray w k) p) s) -> proves r p s.
Proof.
  unfold splits. rewrite andb_true_iff, forallb_forall. intros [E W] H at_ [N [C G]].
  assert (P : forall x, 0 < Q2R (weight w x)).
  { apply centre_at_positive, forallb_forall. intros f F. specialize (W f F). apply andb_true_iff in W. tauto. }
  assert (Z : forall x, In x (map fst w) -> 0 <= at_ x).
  { intros x X. apply in_map_iff in X as [f [<- F]]. specialize (W f F). apply andb_true_iff in W as [_ W].
    apply N, member_false, negb_true_iff, W. }
  destruct (least (fun x => at_ x / Q2R (weight w x)) (map fst w)) as [k [K L]].
  { destruct w; [discriminate | discriminate]. }
  simpl in L. pose (t := at_ k / Q2R (weight w k)).
  assert (T : 0 <= t) by (apply Rmult_le_pos; [auto | apply Rlt_le, Rinv_0_lt_compat, P]).
  pose (other := fun x => if Pos.eqb x k then t else
    if member x (map fst w) then at_ x - Q2R (weight w x) * t else at_ x).
  assert (M : forall x, value other (ray w k x) = at_ x).
  { intros x. unfold ray. destruct (Pos.eqb_spec x k) as [->|D].
    - rewrite value_scale, value_variable. unfold other. rewrite Pos.eqb_refl. unfold t. field.
      apply Rgt_not_eq, P.
    - destruct (member x (map fst w)) eqn:X; rewrite ?value_add, ?value_scale, !value_variable; unfold other;
        apply Pos.eqb_neq in D; rewrite ?Pos.eqb_refl, D, X; ring. }
  assert (O : forall x, In x (map fst w) -> x <> k -> other x = at_ x - Q2R (weight w x) * t /\ 0 <= other x).
  { intros x X D. unfold other. apply Pos.eqb_neq in D. rewrite D. apply member_ok in X. rewrite X. split; auto.
    apply member_ok in X. specialize (L x X). fold t in L. specialize (P x).
    apply Rmult_le_compat_r with (r := Q2R (weight w x)) in L; [|lra].
    replace (at_ x / Q2R (weight w x) * Q2R (weight w x)) with (at_ x) in L by (field; lra). lra. }
  rewrite <- (put_value (ray w k) at_ other) by exact M. apply (H k K). split; [|split].
  - intros x X. simpl in X. destruct (Pos.eq_dec x k) as [->|D].
    + unfold other. rewrite Pos.eqb_refl. exact T.
    + destruct (member x (map fst w)) eqn:Y.
      * apply O; auto. apply member_ok, Y.
      * unfold other. apply Pos.eqb_neq in D. rewrite D, Y. auto.
  - intros c I. simpl in I. apply in_map_iff in I as [d [<- I]]. destruct (C d I) as [x [X Q]].
    assert (tk : forall v, other k = v -> v = t) by (unfold other; rewrite Pos.eqb_refl; auto).
    unfold joined. destruct (existsb (fun x => member x (map fst w)) d) eqn:J.
    + destruct (member x (map fst w)) eqn:Y.
      * apply member_ok in Y. destruct (Rle_lt_or_eq_dec 0 t T) as [t0|t0].
        { exists k. split; [left; auto|]. unfold other. rewrite Pos.eqb_refl. exact t0. }
        exists x. split; [right; auto|]. destruct (Pos.eq_dec x k) as [->|D].
        { exfalso. unfold t in t0. apply Rgt_not_eq in Q. apply Q.
          replace (at_ k) with (at_ k / Q2R (weight w k) * Q2R (weight w k)) by (field; apply Rgt_not_eq, P).
          rewrite <- t0. ring. }
        destruct (O x Y D) as [-> _]. rewrite <- t0. lra.
      * exists x. split; [right; auto|]. unfold other.
        assert (D : x <> k) by (intros ->; apply member_ok in K; congruence).
        apply Pos.eqb_neq in D. rewrite D, Y. exact Q.
    + exists x. split; auto. assert (Y : member x (map fst w) = false).
      { destruct (member x (map fst w)) eqn:Y; auto. rewrite <- J. symmetry. apply existsb_exists. exists x. auto. }
      assert (D : x <> k) by (intros ->; apply member_ok in K; congruence).
      unfold other. apply Pos.eqb_neq in D. rewrite D, Y. exact Q.
  - simpl. exact (put_given (ray w k) r at_ other M G).
Qed.

(** ** excluded: an assumption fails wherever the claim does *)

Definition fails (p : poly) (s : relation) : poly * relation :=
  (popp p, match s with Positive => Nonnegative | _ => Positive end).

Lemma excluded_ok r p s k g plus : s <> Zero -> nth_error (given r) k = Some g ->
  (plus = true -> snd g = Zero) ->
  proves (known (fails p s) r) (if plus then fst g else popp (fst g))
    (match snd g with Positive => Nonnegative | _ => Positive end) ->
  proves r p s.
Proof.
  intros S E Z H at_ I. apply nth_error_In in E. assert (G := proj2 (proj2 I) g E). unfold holds_at in G.
  assert (D : ~ holds s (value at_ p) -> holds s (value at_ p)).
  { intros D. exfalso. assert (F : holds_at at_ (fails p s)).
    { unfold holds_at, fails; simpl. rewrite value_opp. destruct s; simpl in *; lra || congruence. }
    specialize (H at_ (inside_known _ _ _ I F)). destruct plus.
    - rewrite (Z eq_refl) in *. simpl in *. lra.
    - rewrite value_opp in H. destruct (snd g); simpl in *; lra. }
  destruct s; simpl in *; [| |congruence]; apply Rnot_le_lt || apply Rnot_lt_le; intros L; apply D in L || idtac; lra.
Qed.

(** ** factor: p = c prod f^e with c > 0, and f s 0 for each f *)

Definition factored (c : Q) (factors : list (poly * positive)) : poly :=
  scale c (product (map (fun f => ppow (fst f) (snd f)) factors)).

Lemma factor_ok r p s c (factors : list (poly * positive)) : s <> Zero -> Qle_bool c 0 = false ->
  peq (factored c factors) p = true ->
  (forall f, In f factors -> proves r (fst f) s \/ (s = Nonnegative /\ is_even (snd f) = true)) -> proves r p s.
Proof.
  intros S C E H at_ I. rewrite <- (peq_ok _ _ E). unfold factored. rewrite value_scale. apply Q2R_positive in C.
  assert (L : forall f, In f factors -> holds s (value at_ (ppow (fst f) (snd f)))).
  { intros f F. rewrite value_pow. destruct (H f F) as [P|[-> P]].
    - specialize (P at_ I). destruct s; simpl in *; [apply pow_lt | apply pow_le | congruence]; exact P.
    - rewrite even_power by exact P. apply pow_le, Rabs_pos. }
  assert (Q : holds s (value at_ (product (map (fun f => ppow (fst f) (snd f)) factors)))).
  { clear - L S. induction factors as [|f l IH]; simpl.
    - rewrite value_constant, Q2R_1. destruct s; simpl; lra || congruence.
    - rewrite value_mul. assert (A := L f (or_introl eq_refl)). assert (B := IH (fun g G => L g (or_intror G))).
      destruct s; simpl in *; [apply Rmult_lt_0_compat | apply Rmult_le_pos | congruence]; auto. }
  destruct s; simpl in *; [apply Rmult_lt_0_compat | apply Rmult_le_pos; lra | congruence]; auto.
Qed.

(** ** multiply: f > 0 and f p s 0 *)

Lemma multiply_ok r p s f : proves r f Positive -> proves r (pmul f p) s -> proves r p s.
Proof.
  intros F H at_ I. specialize (F at_ I). specialize (H at_ I). rewrite value_mul in H. simpl in F.
  destruct s; simpl in *; [apply Rmult_lt_reg_l with (value at_ f) | apply Rmult_le_reg_l with (value at_ f) |]; try lra.
  apply Rmult_integral in H as [H|H]; lra.
Qed.

(** ** equal: p >= 0 and -p >= 0 *)

Lemma equal_ok r p : proves r p Nonnegative -> proves r (popp p) Nonnegative -> proves r p Zero.
Proof.
  intros A B at_ I. specialize (A at_ I). specialize (B at_ I). rewrite value_opp in B. simpl in *. lra.
Qed.

(** ** signs: a real x is >= 0, or -x is *)

Definition flip (x : positive) : positive -> poly := at_one x (popp (variable x)).
Definition closed (x : positive) (r : region) : region :=
  Region (filter (fun y => negb (Pos.eqb x y)) (real r)) (clauses r) (given r).

Lemma inside_closed x r at_ : inside r at_ -> 0 <= at_ x -> inside (closed x r) at_.
Proof.
  intros [N [C G]] X. repeat split; auto. intros y Y. simpl in Y. destruct (Pos.eq_dec x y) as [<-|D]; auto.
  apply N. intros R. apply Y, filter_In. split; auto. apply negb_true_iff, Pos.eqb_neq, D.
Qed.

Definition free_of (x : positive) (r : region) : bool := forallb (fun c => negb (member x c)) (clauses r).

Lemma inside_flipped x r at_ : inside r at_ -> free_of x r = true -> at_ x <= 0 ->
  inside (mapped (flip x) (closed x r)) (moved x (- at_ x) at_) /\
  forall p, value (moved x (- at_ x) at_) (put (flip x) p) = value at_ p.
Proof.
  intros [N [C G]] F X. assert (M : forall y, value (moved x (- at_ x) at_) (flip x y) = at_ y).
  { intros y. unfold flip, at_one, moved. destruct (Pos.eqb_spec y x) as [->|D].
    - rewrite value_opp, value_variable, Pos.eqb_refl. ring.
    - rewrite value_variable. apply Pos.eqb_neq in D. rewrite D. reflexivity. }
  split; [|intros p; apply put_value, M]. split; [|split].
  - intros y Y. unfold moved. destruct (Pos.eqb_spec y x) as [->|D]; [lra|]. apply N. intros R. apply Y. simpl.
    apply filter_In. split; auto. apply negb_true_iff, Pos.eqb_neq. auto.
  - intros c I. destruct (C c I) as [y [Y P]]. exists y. split; auto. unfold moved.
    destruct (Pos.eqb_spec y x) as [->|D]; auto. lra.
  - exact (put_given (flip x) (closed x r) at_ _ M G).
Qed.

Lemma signs_ok x r p s : free_of x r = true -> proves (closed x r) p s ->
  proves (mapped (flip x) (closed x r)) (put (flip x) p) s -> proves r p s.
Proof.
  intros F P N at_ I. destruct (Rle_or_lt 0 (at_ x)) as [L|L].
  - apply P, inside_closed; auto.
  - destruct (inside_flipped x r at_ I F) as [J V]; [lra|]. rewrite <- V. apply N, J.
Qed.

(** The claim and all assumptions are even in x. *)
Definition even_in (x : positive) (r : region) (p : poly) : bool :=
  peq (put (flip x) p) p && forallb (fun g => peq (put (flip x) (fst g)) (fst g)) (given r).

Lemma even_ok x r p s : even_in x r p = true -> proves (closed x r) p s ->
  proves (mapped (flip x) (closed x r)) (put (flip x) p) s.
Proof.
  unfold even_in. rewrite andb_true_iff, forallb_forall. intros [E G] P at_ [N [C H]].
  rewrite (peq_ok _ _ E). apply P. repeat split; auto. intros g I. unfold holds_at.
  rewrite <- (peq_ok _ _ (G g I)). apply (H (put (flip x) (fst g), snd g)). simpl. apply in_map_iff. exists g. auto.
Qed.

(** ** homogenize: one more variable, put to 1 *)

Definition degree (m : monomial) : N := fold_right (fun f n => N.add (Npos (snd f)) n) 0%N m.
Definition homogeneous (x : positive) (p : poly) : poly :=
  let l := terms p in
  let d := fold_right (fun t n => N.max (degree (fst t)) n) 0%N l in
  of_terms (map (fun t => raised x (d - degree (fst t)) t) l).
Definition same_at_one (x : positive) (p : poly) : bool := peq (put (at_one x (constant 1)) (homogeneous x p)) p.

Definition wider (x : positive) (r : region) : region :=
  Region (real r) ([x] :: clauses r) (map (fun g => (homogeneous x (fst g), snd g)) (given r)).

Lemma homogenize_ok x r p s : same_at_one x p = true -> forallb (fun g => same_at_one x (fst g)) (given r) = true ->
  proves (wider x r) (homogeneous x p) s -> proves r p s.
Proof.
  intros E F H at_ [N [C G]]. rewrite forallb_forall in F.
  assert (V : forall q, same_at_one x q = true -> value (moved x 1 at_) (homogeneous x q) = value at_ q).
  { intros q Q. rewrite <- (peq_ok _ _ Q at_), put_ok. apply value_ext. intros y. unfold moved, at_one.
    destruct (Pos.eqb_spec y x) as [->|D]; [rewrite value_constant; symmetry; apply Q2R_1 | symmetry; apply value_variable]. }
  rewrite <- (V p E). apply H. split; [|split].
  - intros y Y. unfold moved. destruct (Pos.eqb y x); [lra | apply N, Y].
  - intros c [<-|I]; [exists x; split; [left; auto|]; unfold moved; rewrite Pos.eqb_refl; lra|].
    destruct (C c I) as [y [Y P]]. exists y. split; auto. unfold moved. destruct (Pos.eqb y x); [lra | exact P].
  - intros g I. simpl in I. apply in_map_iff in I as [k [<- K]]. unfold holds_at; simpl.
    rewrite V by (apply F, K). apply (G k K).
Qed.

(** ** modulo: multiples of equalities taken away, and of the assumptions only the first kept (not in certificate files:
    the moment equations of a network are such equalities) *)

Definition first (n : nat) (r : region) : region := Region (real r) (clauses r) (firstn n (given r)).

(** p less the sum of h g g' .., where one of the assumptions of each product is an equality. *)
Fixpoint rest_of (r : region) (m : list (list nat * poly)) (p : poly) : option poly :=
  match m with
  | [] => Some p
  | (ks, h) :: m =>
      match assumptions r ks with
      | Some gs => if existsb is_zero gs then rest_of r m (psub p (pmul h (product (map fst gs)))) else None
      | None => None
      end
  end.

Lemma rest_of_ok r at_ m : inside r at_ -> forall p q, rest_of r m p = Some q -> value at_ q = value at_ p.
Proof.
  intros I. induction m as [|[ks h] m IH]; intros p q H; simpl in H; [congruence|].
  destruct (assumptions r ks) as [gs|] eqn:A; [|discriminate]. destruct (existsb is_zero gs) eqn:Z; [|discriminate].
  rewrite (IH _ _ H), value_sub, value_mul, (product_zero at_ gs); auto; [ring|].
  apply (assumptions_hold r at_ ks gs I A).
Qed.

Lemma modulo_ok r p q s m n : rest_of r m p = Some q -> proves (first n r) q s -> proves r p s.
Proof.
  intros E H at_ I. rewrite <- (rest_of_ok r at_ m I p q E). apply H. destruct I as [N [C G]]. repeat split; auto.
  intros g K. apply G. simpl in K. rewrite <- (firstn_skipn n (given r)). apply in_or_app. auto.
Qed.

(** ** The checker *)

Definition is_equality (s : relation) : bool := match s with Zero => true | _ => false end.

Fixpoint check (pf : proof) (r : region) (p : poly) (s : relation) {struct pf} : bool :=
  match pf with
  | Leaf l => check_leaf l r p s
  | Star cones =>
      let w := map fst cones in
      splits w r &&
      forallb (fun c => check (snd c) (cone w (fst (fst c)) r) (put (ray w (fst (fst c))) p) s) cones
  | Excluded k plus against =>
      match nth_error (given r) k with
      | Some g => negb (is_equality s) && (negb plus || is_equality (snd g)) &&
          check against (known (fails p s) r) (if plus then fst g else popp (fst g))
            (match snd g with Positive => Nonnegative | _ => Positive end)
      | None => false
      end
  | Factor c factors =>
      negb (is_equality s) && negb (Qle_bool c 0) && peq (factored c (map fst factors)) p &&
      forallb (fun f => match snd f with
        | Some q => check q r (fst (fst f)) s
        | None => match s with Nonnegative => is_even (snd (fst f)) | _ => false end
        end) factors
  | Multiply f a b => check a r f Positive && check b r (pmul f p) s
  | Signs x a b =>
      free_of x r && check a (closed x r) p s &&
      match b with
      | Some b => check b (mapped (flip x) (closed x r)) (put (flip x) p) s
      | None => even_in x r p
      end
  | Homogenize x a =>
      same_at_one x p && forallb (fun g => same_at_one x (fst g)) (given r) && check a (wider x r) (homogeneous x p) s
  | Eliminate k x a =>
      match nth_error (given r) k with
      | Some (g, Zero) =>
          match solved x r g with
          | Some (n, c, h) =>
              match cleared x n c h p, all_cleared x n c h (given r) with
              | Some q, Some l => check a (eliminated x h l r) q s
              | _, _ => false
              end
          | None => false
          end
      | _ => false
      end
  | Equal a b => is_equality s && check a r p Nonnegative && check b r (popp p) Nonnegative
  | Dense f y a b =>
      match s with Nonnegative => true | _ => false end && forallb is_strict (given r) && nonzero_there y f &&
      check a r f Nonnegative && check b r (pmul f p) Nonnegative
  | Modulo m n a => match rest_of r m p with Some q => check a (first n r) q s | None => false end
  end.

Ltac split_and := repeat match goal with H : _ && _ = true |- _ => apply andb_true_iff in H as [? ?] end.

Theorem check_ok : forall pf r p s, check pf r p s = true -> proves r p s.
Proof.
  fix IH 1. intros [l | cones | k plus a | c factors | f a b | x a b | x a | k x a | a b | f y a b | m n a] r p s H; simpl in H; split_and.
  - apply leaf_ok with l, H.
  - apply star_ok with (map fst cones); auto.
    assert (A : forall c, In c cones -> proves (cone (map fst cones) (fst (fst c)) r)
      (put (ray (map fst cones) (fst (fst c))) p) s).
    { match goal with F : forallb _ cones = true |- _ => revert F end. clear H. generalize (map fst cones). intros w.
      induction cones as [|c cones L]; simpl; intros B d D; [contradiction|]. apply andb_true_iff in B as [B B'].
      destruct D as [<-|D]; [apply (IH (snd c)), B | apply (L B' d D)]. }
    intros j J. apply in_map_iff in J as [d [<- D]]. apply in_map_iff in D as [e [<- D]]. apply A, D.
  - destruct (nth_error (given r) k) as [g|] eqn:E; [|discriminate]. split_and.
    apply excluded_ok with k g plus; auto.
    + intros ->. discriminate.
    + intros ->. destruct (snd g); auto; discriminate.
    + apply IH with a. assumption.
  - apply factor_ok with c (map fst factors); auto.
    + intros ->. discriminate.
    + apply negb_true_iff. assumption.
    + match goal with F : forallb _ factors = true |- _ => rename F into B end. clear - B IH.
      induction factors as [|[f o] factors L]; simpl in *; [tauto|]. apply andb_true_iff in B as [B B'].
      intros e [<-|D]; [|apply L; auto]. destruct o as [q|]; [left; apply (IH q), B|]. right.
      destruct s; try discriminate. auto.
  - apply multiply_ok with f; solve [apply IH with a; assumption | apply IH with b; assumption].
  - apply signs_ok with x; auto; [apply IH with a; assumption|]. destruct b as [b|]; [apply IH with b; assumption|].
    apply even_ok; auto. apply IH with a. assumption.
  - apply homogenize_ok with x; auto. apply IH with a. assumption.
  - destruct (nth_error (given r) k) as [[g []]|] eqn:E; try discriminate.
    destruct (solved x r g) as [[[n c] h]|] eqn:S; [|discriminate]. destruct (cleared x n c h p) as [q|] eqn:Q; [|discriminate].
    destruct (all_cleared x n c h (given r)) as [l|] eqn:L; [|discriminate].
    apply eliminate_ok with k n x g c h q l; auto. apply IH with a. assumption.
  - destruct s; try discriminate. apply equal_ok; solve [apply IH with a; assumption | apply IH with b; assumption].
  - destruct s; try discriminate. apply dense_ok with f y; auto; solve [apply IH with a; assumption | apply IH with b; assumption].
  - destruct (rest_of r m p) as [q|] eqn:E; [|discriminate]. apply modulo_ok with q m n; auto. apply IH with a. assumption.
Qed.
